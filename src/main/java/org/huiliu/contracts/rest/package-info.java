/** Contracts over HTTP, and a mock of each. */
@org.jspecify.annotations.NullMarked
package org.huiliu.contracts.rest;
