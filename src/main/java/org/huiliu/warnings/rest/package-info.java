/** Warnings and their rules over HTTP. */
@org.jspecify.annotations.NullMarked
package org.huiliu.warnings.rest;
