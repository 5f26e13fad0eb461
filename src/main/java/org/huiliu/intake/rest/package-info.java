/**
 * One report at a time over REST.
 */
@org.jspecify.annotations.NullMarked
package org.huiliu.intake.rest;
