/** Reading cases over HTTP: scope from the token, people masked. */
@org.jspecify.annotations.NullMarked
package org.huiliu.cases.rest;
