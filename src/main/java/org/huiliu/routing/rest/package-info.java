/**
 * Rules and the dispatch catalogue over HTTP: written, checked, compared, tried, and brought on their way. Start with
 * {@link org.huiliu.routing.rest.RulesetsResource}.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.routing.rest;
