/** The call by which units report back. */
@org.jspecify.annotations.NullMarked
package org.huiliu.feedback.rest;
