/** How well repeats are recognised, and how the weights are learned. See {@code docs/repeats.md}. */
@org.jspecify.annotations.NullMarked
package org.huiliu.bench.repeats;
