/** Deliveries over REST: what operators keep and see of them. */
@org.jspecify.annotations.NullMarked
package org.huiliu.delivery.rest;
