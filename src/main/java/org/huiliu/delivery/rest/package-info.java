/**
 * Deliveries over HTTP, for operators: what was sent and what became of it, within their division and with people masked;
 * how targets stand, and the hand on their tap; and what lets the hub in at targets, secrets, which go in and never out. Every action is audited.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.delivery.rest;
