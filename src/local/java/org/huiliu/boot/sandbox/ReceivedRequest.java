package org.huiliu.boot.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request that a sandbox target got.
 *
 * @param at when, RFC 3339
 * @param path below the target's base address
 * @param body as JSON; absent when it was none
 * @param status what the target answered
 * @param contractFaults empty when the request keeps the target's contract
 */
public record ReceivedRequest(
        String at,
        String method,
        String path,
        Map<String, String> headers,
        @Nullable JsonNode body,
        int status,
        List<ContractFault> contractFaults) {}
