package org.huiliu.dedup.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A script that runs in Redis as one step, named by its hash and sent whole only to a server that does not know it. */
final class Script {
    private static final String FOLDER = "/repeats/";

    private final byte[] source;
    private final String hash;

    private Script(byte[] source) {
        this.source = source;
        try {
            // SHA-1 is how Redis names scripts
            this.hash =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(source));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-1 is missing from this Java", e);
        }
    }

    /** The script of this name behind what all scripts share. */
    static Script named(String name) {
        return new Script((text("common.lua") + text(name)).getBytes(UTF_8));
    }

    /** Runs it on the shard of one key. */
    Future<Response> run(Redis redis, String key, List<byte[]> arguments) {
        return redis.send(request(Command.EVALSHA, hash.getBytes(UTF_8), key, arguments))
                .recover(failure -> unknown(failure)
                        ? redis.send(request(Command.EVAL, source, key, arguments))
                        : Future.failedFuture(failure));
    }

    private static Request request(Command command, byte[] script, String key, List<byte[]> arguments) {
        Request request = Request.cmd(command).arg(script).arg(1).arg(key);
        for (byte[] argument : arguments) {
            request = request.arg(argument);
        }
        return request;
    }

    private static boolean unknown(Throwable failure) {
        String message = failure.getMessage();
        return message != null && message.startsWith("NOSCRIPT");
    }

    private static String text(String name) {
        try (InputStream file = Script.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("no script " + name);
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
