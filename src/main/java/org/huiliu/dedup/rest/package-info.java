/** The repeat policies and the repeat index over HTTP. */
@org.jspecify.annotations.NullMarked
package org.huiliu.dedup.rest;
