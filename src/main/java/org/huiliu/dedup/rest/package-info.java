/** The repeat policies over HTTP. */
@org.jspecify.annotations.NullMarked
package org.huiliu.dedup.rest;
