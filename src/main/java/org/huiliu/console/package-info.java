/**
 * What the operators' pages ({@code src/main/webui}) need beyond the published API of the other rooms: where to log in, who looks, and
 * pictures of the whole that no single room has.
 *
 * <p>In: an operator's token. Out: {@code /console/settings.json}, {@code /v1/me}, {@code /v1/overview}. Nothing here changes anything.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.console;
