/** Jobs over HTTP. */
@org.jspecify.annotations.NullMarked
package org.huiliu.jobs.rest;
