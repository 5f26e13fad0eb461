/** Measurements of the hub: {@code mvn -q -Pbench compile exec:java -Dbench=NAME}. Nothing of it is in the production jar. */
@org.jspecify.annotations.NullMarked
package org.huiliu.bench;
