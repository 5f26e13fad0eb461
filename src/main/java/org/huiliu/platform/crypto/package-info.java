/**
 * Personal data at rest and its blind index.
 *
 * <p>In: bytes and the keys of the configuration. Out: {@link org.huiliu.platform.crypto.Sealer} (AES-GCM with the key's
 * id in front, so that keys can be rotated) and {@link org.huiliu.platform.crypto.BlindIndex} (keyed hash that finds equal
 * values without showing them).
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.platform.crypto;
