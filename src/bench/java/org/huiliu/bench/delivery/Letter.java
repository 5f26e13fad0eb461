package org.huiliu.bench.delivery;

/**
 * A message for a receiver, as all contenders deliver it.
 *
 * @param id stable, and named by its header
 * @param url where it goes, by POST
 * @param body JSON
 */
record Letter(String id, String url, String body) {}
