package org.huiliu.intake.http;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of bytes into lines. A line that is longer than allowed is skipped to its end and handed on as too long,
 * so that it fails alone.
 */
final class Lines {
    private final int longest;
    private final Queue<Buffer> chunks = new ArrayDeque<>();
    private Buffer line = Buffer.buffer();
    private int position;
    private boolean tooLong;
    private boolean ended;

    Lines(int longest) {
        this.longest = longest;
    }

    /** A line of the stream; its text is absent when it was too long. */
    record Line(byte @Nullable [] text) {}

    void add(Buffer chunk) {
        chunks.add(chunk);
    }

    /** No more chunks come: what is left is the last line. */
    void end() {
        ended = true;
    }

    /** The next whole line, or null when more bytes are needed or nothing is left. */
    @Nullable
    Line next() {
        Buffer chunk;
        while ((chunk = chunks.peek()) != null) {
            int newline = indexOfNewline(chunk, position);
            int stop = newline < 0 ? chunk.length() : newline;
            append(chunk, stop);
            if (newline < 0) {
                chunks.remove();
                position = 0;
            } else {
                position = newline + 1;
                return cut();
            }
        }
        return ended && (line.length() > 0 || tooLong) ? cut() : null;
    }

    private void append(Buffer chunk, int stop) {
        if (tooLong || line.length() + stop - position > longest) {
            tooLong = true;
            line = Buffer.buffer();
        } else {
            line = line.appendBuffer(chunk, position, stop - position);
        }
    }

    private Line cut() {
        Line whole = new Line(tooLong ? null : line.getBytes());
        line = Buffer.buffer();
        tooLong = false;
        return whole;
    }

    private static int indexOfNewline(Buffer chunk, int from) {
        for (int i = from; i < chunk.length(); i++) {
            if (chunk.getByte(i) == '\n') {
                return i;
            }
        }
        return -1;
    }
}
