/** Reviews over HTTP: operators read what waits for them, and decide. */
@org.jspecify.annotations.NullMarked
package org.huiliu.reviews.rest;
