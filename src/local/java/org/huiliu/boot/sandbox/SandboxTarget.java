package org.huiliu.boot.sandbox;

import java.util.List;

/**
 * A receiving system of the sandbox.
 *
 * @param code the target's code in the hub
 * @param contract the published contract that it implements, {@code openapi/<contract>.yaml}
 */
public record SandboxTarget(String code, String contract) {

    public static final List<SandboxTarget> ALL = List.of(
            new SandboxTarget("municipal", "receiver-municipal"),
            new SandboxTarget("district-320302", "receiver-district"),
            new SandboxTarget("line-12345", "receiver-line"),
            new SandboxTarget("line-110", "receiver-line"),
            new SandboxTarget("line-120", "receiver-line"),
            new SandboxTarget("line-12348", "receiver-line"));
}
