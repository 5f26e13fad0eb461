package org.huiliu.intake;

/** An Idempotency-Key of a client. */
public record ClientKey(String client, String key) {}
