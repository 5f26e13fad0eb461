package org.huiliu.boot.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.delivery.signing.Verifier;
import org.jspecify.annotations.Nullable;

/**
 * All sandbox targets on one port of the loopback interface. A target's base address is {@code /sandbox/<code>}; below it
 * lie the paths of its contract, and {@code /received}, which lists what it got. A target that is none of
 * {@link SandboxTarget#ALL} names its contract, {@code /sandbox/<contract>/<code>}, and is there from its first request on.
 * {@code PUT /faults} there turns its {@link Knobs}, {@code DELETE} turns them back.
 */
public final class Sandbox implements AutoCloseable {

    private static final long LARGE_ANSWER = 50L * 1024 * 1024;
    private static final byte[] FILLING = "x".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
    private static final List<String> HEADERS_OF_INTEREST = List.of(
            "Content-Type",
            "Huiliu-Delivery-Id",
            "Huiliu-Case-Revision",
            "Idempotency-Key",
            "traceparent",
            "User-Agent");

    private final ObjectMapper json = new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    /** By their names, and by the codes of the targets that are known beforehand. */
    private final Map<String, ReceiverContract> contracts = new LinkedHashMap<>();

    private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
    private final Map<String, Queue<Integer>> troubles = new ConcurrentHashMap<>();
    private final Map<String, Knobs> knobs = new ConcurrentHashMap<>();
    private final Receipts receipts = new Receipts();
    private final Wire wire;
    private final Clock clock;

    private Sandbox(int port, Clock clock) {
        this.clock = clock;
        for (SandboxTarget target : SandboxTarget.ALL) {
            contracts.put(target.code(), contracts.computeIfAbsent(target.contract(), ReceiverContract::read));
            inboxes.put(target.code(), new Inbox());
            troubles.put(target.code(), new ConcurrentLinkedQueue<>());
        }
        this.wire = Wire.open(port, this::answer);
    }

    /** Starts on 127.0.0.1; port 0 for any. */
    public static Sandbox start(int port) {
        return new Sandbox(port, Clock.systemDefaultZone());
    }

    public int port() {
        return wire.port();
    }

    /** The base address of a target, to which the hub appends the paths of its contract. */
    public String baseUrl(String target) {
        return root() + "/" + target;
    }

    /** What the base addresses of all targets begin with. */
    public String root() {
        return "http://127.0.0.1:" + port() + "/sandbox";
    }

    /** What this target got, newest last. */
    public List<ReceivedRequest> received(String target) {
        Inbox inbox = inboxes.get(target);
        if (inbox == null) {
            throw new IllegalArgumentException("No sandbox target " + target);
        }
        return inbox.requests();
    }

    /** Lets a target answer its next requests with these states before it works again, for instance 503, 503, 422. */
    public void answerNext(String target, int... states) {
        Queue<Integer> queue = troubles.get(target);
        if (queue == null) {
            throw new IllegalArgumentException("No sandbox target " + target);
        }
        for (int state : states) {
            boolean added = queue.add(state);
        }
    }

    @Override
    public void close() {
        wire.close();
    }

    /** An answer of a target, before it is sent. */
    private record Answer(int status, @Nullable Object body, List<ContractFault> faults) {}

    private Wire.Reply answer(Wire.Request request) {
        if (!request.path().startsWith("/sandbox/")) {
            return reply(problem(404, "没有这个地址", "There is nothing here.", List.of()), Knobs.NONE);
        }
        String[] parts = request.path().substring("/sandbox/".length()).split("/", 2);
        ReceiverContract contract = contracts.get(parts[0]);
        if (contract != null && parts.length == 2 && !inboxes.containsKey(parts[0])) {
            parts = parts[1].split("/", 2);
            var known = inboxes.computeIfAbsent(parts[0], code -> new Inbox());
        }
        String target = parts[0];
        String path = parts.length == 2 ? "/" + parts[1] : "/";
        Inbox inbox = inboxes.get(target);
        if (inbox == null) {
            return reply(problem(404, "没有这个沙箱接收方", "No sandbox target " + target + ".", List.of()), Knobs.NONE);
        }
        if (path.equals("/received") && request.method().equals("GET")) {
            return reply(new Answer(200, inbox.requests(), List.of()), Knobs.NONE);
        }
        if (path.equals("/faults")) {
            return reply(turned(target, request), Knobs.NONE);
        }
        if (contract == null) {
            return reply(
                    problem(400, "没有契约", "The target's contract is not named in the address.", List.of()), Knobs.NONE);
        }
        return answer(new Receiving(target, contract, inbox, knobs.getOrDefault(target, Knobs.NONE)), path, request);
    }

    /** A target with all that it is. */
    private record Receiving(String target, ReceiverContract contract, Inbox inbox, Knobs knobs) {}

    private Wire.Reply answer(Receiving receiving, String path, Wire.Request request) {
        Knobs knobs = receiving.knobs();
        rest(knobs.latencyMillis());
        Knobs.Trouble trouble = knobs.next(ThreadLocalRandom.current());
        JsonNode body = body(request.body());
        Answer answer = trouble(receiving.target())
                .or(() -> trouble == Knobs.Trouble.ERROR ? Optional.of(told(knobs.errorStatus())) : Optional.empty())
                .or(() -> trouble == Knobs.Trouble.BUSY ? Optional.of(told(429)) : Optional.empty())
                .orElseGet(() -> answer(receiving, path, request, body));
        receiving
                .inbox()
                .remember(new ReceivedRequest(
                        now(), request.method(), path, headers(request), body, answer.status(), answer.faults()));
        return trouble == null ? reply(answer, knobs) : spoilt(trouble, reply(answer, knobs));
    }

    private static void rest(int millis) {
        if (millis > 0) {
            try {
                Thread.sleep(millis);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Answer told(int status) {
        return problem(status, "沙箱按要求出错", "The sandbox was told to answer so.", List.of());
    }

    private Answer turned(String target, Wire.Request request) {
        try {
            switch (request.method()) {
                case "PUT" -> {
                    var before = knobs.put(target, json.readValue(request.body(), Knobs.class));
                }
                case "DELETE" -> {
                    var before = knobs.remove(target);
                }
                default -> {}
            }
            return new Answer(200, knobs.getOrDefault(target, Knobs.NONE), List.of());
        } catch (IOException unknown) {
            return problem(400, "没有这样的故障设置", String.valueOf(unknown.getMessage()), List.of());
        }
    }

    /** What comes in place of an answer. */
    private static Wire.Reply spoilt(Knobs.Trouble trouble, Wire.Reply usual) {
        return switch (trouble) {
            case ERROR, BUSY -> usual;
            case HANG -> (socket, out) -> untilTheOtherEndLeaves(socket);
            case HALF_CLOSED ->
                (socket, out) -> {
                    write(out, Wire.head(200, Map.of("Content-Type", "application/json"), 1000) + "{\"received");
                    socket.shutdownOutput();
                    return untilTheOtherEndLeaves(socket);
                };
            case GARBAGE ->
                (socket, out) -> {
                    write(out, "\0\1\2 this is no HTTP \r\n\r\n");
                    return false;
                };
            case BROKEN_JSON ->
                (socket, out) -> {
                    write(
                            out,
                            Wire.head(200, Map.of("Content-Type", "application/json"), 18) + "{\"receivedAs\": \"SB");
                    return true;
                };
            case LARGE ->
                (socket, out) -> {
                    write(out, Wire.head(200, Map.of("Content-Type", "application/json"), LARGE_ANSWER));
                    for (long left = LARGE_ANSWER; left > 0; left -= FILLING.length) {
                        out.write(FILLING, 0, (int) Math.min(left, FILLING.length));
                    }
                    out.flush();
                    return true;
                };
            case ENDLESS_HEADER ->
                (socket, out) -> {
                    write(out, "HTTP/1.1 200 Sandbox\r\nX-Endless: ");
                    while (true) {
                        out.write(FILLING);
                    }
                };
        };
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static boolean untilTheOtherEndLeaves(Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // it may still send
        }
        return false;
    }

    private Answer answer(Receiving receiving, String path, Wire.Request request, @Nullable JsonNode body) {
        Knobs knobs = receiving.knobs();
        if (knobs.verify() != null && !genuine(knobs.verify(), knobs, request)) {
            return problem(401, "签名无效", "No signature of this request is genuine.", List.of());
        }
        Optional<ReceiverContract.Call> found = receiving.contract().call(request.method(), path);
        if (found.isEmpty()) {
            ContractFault fault = new ContractFault("method", request.method() + " " + path);
            return problem(400, "契约中没有这个操作", "The contract has no such call.", List.of(fault));
        }
        if (request.method().equals("GET")) {
            return knobs.has(Knobs.Bug.FORGETS)
                    ? problem(404, "无此件", "No case with this id was received.", List.of())
                    : status(receiving.inbox(), path);
        }
        List<ContractFault> faults = faults(request, found.get(), body);
        if ((body == null || !faults.isEmpty()) && !knobs.has(Knobs.Bug.TAKES_ANYTHING)) {
            return problem(400, "报文不符合契约", "The request does not keep the contract.", faults);
        }
        return taken(receiving, path, body == null ? json.createObjectNode() : body);
    }

    private Answer taken(Receiving receiving, String path, JsonNode body) {
        Knobs knobs = receiving.knobs();
        Inbox.Taken taken = receiving
                .inbox()
                .take(
                        body,
                        !path.equals("/answers"),
                        path.endsWith("/recall"),
                        now(),
                        new Inbox.Habits(knobs.has(Knobs.Bug.DOUBLES), knobs.has(Knobs.Bug.TAKES_OLDER)));
        if (taken.fresh() && knobs.receipts() && path.equals("/cases")) {
            receipts.sign(body, knobs);
        }
        return new Answer(taken.fresh() ? 202 : 409, Map.of("receivedAs", taken.receivedAs()), List.of());
    }

    private boolean genuine(Knobs.Verify verify, Knobs knobs, Wire.Request request) {
        if (knobs.has(Knobs.Bug.TRUSTS_ANYBODY)) {
            return true;
        }
        Scheme scheme = Scheme.valueOf(verify.scheme());
        Verifier verifier = new Verifier(scheme, List.of(scheme.verifier(verify.key())));
        return verifier.check(
                        request.method(),
                        request.target(),
                        name -> signature(request.header(name), knobs),
                        request.body(),
                        clock.instant())
                == Verifier.Verdict.GENUINE;
    }

    private static @Nullable String signature(@Nullable String header, Knobs knobs) {
        return header != null && knobs.has(Knobs.Bug.ONE_SIGNATURE) ? header.split(" ", 2)[0] : header;
    }

    private static List<ContractFault> faults(
            Wire.Request request, ReceiverContract.Call call, @Nullable JsonNode body) {
        List<ContractFault> faults = new ArrayList<>(call.faultsOfHeaders(request::header));
        if (body == null) {
            faults.add(new ContractFault("", "is not JSON"));
            return faults;
        }
        faults.addAll(call.faultsOfBody(body));
        String inHeader = request.header("Huiliu-Delivery-Id");
        if (inHeader != null && !inHeader.equals(body.path("deliveryId").asText())) {
            faults.add(new ContractFault("/deliveryId", "differs from the header Huiliu-Delivery-Id"));
        }
        return faults;
    }

    private static Answer status(Inbox inbox, String path) {
        String caseId = path.substring(path.lastIndexOf('/') + 1);
        return inbox.holding(caseId)
                .map(holding -> new Answer(
                        200,
                        Map.of(
                                "caseId", caseId,
                                "receivedAs", holding.receivedAs(),
                                "revision", holding.revision(),
                                "state", holding.recalled() ? "CANCELLED" : "DISPATCHED",
                                "updatedAt", holding.at()),
                        List.of()))
                .orElseGet(() -> problem(404, "无此件", "No case with this id was received.", List.of()));
    }

    private Optional<Answer> trouble(String target) {
        return Optional.ofNullable(troubles.get(target)).map(Queue::poll).map(Sandbox::told);
    }

    private static Answer problem(int status, String title, String detail, List<ContractFault> faults) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title);
        body.put("status", status);
        body.put("detail", detail);
        if (!faults.isEmpty()) {
            body.put("reason", "CONTRACT");
            body.put("faults", faults);
        }
        return new Answer(status, body, faults);
    }

    private @Nullable JsonNode body(byte[] bytes) {
        if (bytes.length == 0) {
            return null;
        }
        try {
            return json.readTree(bytes);
        } catch (IOException e) {
            return null;
        }
    }

    private static Map<String, String> headers(Wire.Request request) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS_OF_INTEREST) {
            String value = request.header(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    private Wire.Reply reply(Answer answer, Knobs knobs) {
        Map<String, String> headers = new LinkedHashMap<>();
        boolean problem = answer.status() >= 400 && answer.status() != 409;
        headers.put("Content-Type", problem ? "application/problem+json" : "application/json");
        if (answer.status() == 503 || answer.status() == 429) {
            headers.put("Retry-After", Integer.toString(knobs.retryAfterSeconds()));
        }
        try {
            return Wire.reply(
                    answer.status(),
                    headers,
                    json.writerWithDefaultPrettyPrinter().writeValueAsBytes(answer.body()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what the sandbox knows has a JSON form", e);
        }
    }

    private String now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
