/**
 * Packs: a place as data ({@code contracts/packs}). {@link org.huiliu.boot.pack.PackLoader} loads one into a running hub
 * through its API, as the place's people would; {@link org.huiliu.boot.pack.Pack} reads it.
 */
@NullMarked
package org.huiliu.boot.pack;

import org.jspecify.annotations.NullMarked;
