/** The console's own calls. */
@org.jspecify.annotations.NullMarked
package org.huiliu.console.rest;
