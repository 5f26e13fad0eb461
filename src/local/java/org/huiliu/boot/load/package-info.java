/**
 * A development tool: {@link org.huiliu.boot.load.RealInputLoader} sends a file of real records, JSON lines or CSV, through
 * the 12345 feed of a running hub and counts what became of them.
 */
@NullMarked
package org.huiliu.boot.load;

import org.jspecify.annotations.NullMarked;
