/** The console's pages on their way to the browser. */
@org.jspecify.annotations.NullMarked
package org.huiliu.console.http;
