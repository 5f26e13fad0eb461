package org.huiliu.normalize;

/** How a native payload is written. */
public enum PayloadFormat {
    JSON,
    XML
}
