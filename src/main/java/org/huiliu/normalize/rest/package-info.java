/** Divisions by name, for who looks at codes. */
@org.jspecify.annotations.NullMarked
package org.huiliu.normalize.rest;
