package org.huiliu.boot.sandbox;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * All sandbox targets on one port of the loopback interface. A target's base address is {@code /sandbox/<code>}; below it
 * lie the paths of its contract, and {@code /received}, which lists what it got. A target that is none of
 * {@link SandboxTarget#ALL} names its contract, {@code /sandbox/<contract>/<code>}, and is there from its first request on.
 */
public final class Sandbox implements AutoCloseable {

    private static final int LARGEST_BODY = 10 * 1024 * 1024;
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
    private final HttpServer server;
    private final ExecutorService workers;
    private final Clock clock;

    private Sandbox(HttpServer server, Clock clock) {
        this.server = server;
        this.clock = clock;
        this.workers = Executors.newFixedThreadPool(8, Sandbox::daemon);
        for (SandboxTarget target : SandboxTarget.ALL) {
            contracts.put(target.code(), contracts.computeIfAbsent(target.contract(), ReceiverContract::read));
            inboxes.put(target.code(), new Inbox());
            troubles.put(target.code(), new ConcurrentLinkedQueue<>());
        }
    }

    /** Starts on 127.0.0.1; port 0 for any. */
    public static Sandbox start(int port) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            Sandbox sandbox = new Sandbox(server, Clock.systemDefaultZone());
            server.setExecutor(sandbox.workers);
            server.createContext("/sandbox/", sandbox::handle).getFilters();
            server.start();
            return sandbox;
        } catch (IOException e) {
            throw new UncheckedIOException("The sandbox does not start.", e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
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
        server.stop(0);
        workers.shutdown();
    }

    /** An answer of a target, before it is sent. */
    private record Answer(int status, @Nullable Object body, List<ContractFault> faults) {}

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] parts = exchange.getRequestURI()
                    .getPath()
                    .substring("/sandbox/".length())
                    .split("/", 2);
            ReceiverContract contract = contracts.get(parts[0]);
            if (contract != null && parts.length == 2 && !inboxes.containsKey(parts[0])) {
                parts = parts[1].split("/", 2);
                var known = inboxes.computeIfAbsent(parts[0], code -> new Inbox());
            }
            String target = parts[0];
            String path = parts.length == 2 ? "/" + parts[1] : "/";
            Inbox inbox = inboxes.get(target);
            if (inbox == null) {
                send(exchange, problem(404, "没有这个沙箱接收方", "No sandbox target " + target + ".", List.of()));
                return;
            }
            if (path.equals("/received") && exchange.getRequestMethod().equals("GET")) {
                send(exchange, new Answer(200, inbox.requests(), List.of()));
                return;
            }
            if (contract == null) {
                send(exchange, problem(400, "没有契约", "The target's contract is not named in the address.", List.of()));
                return;
            }
            JsonNode body = body(exchange);
            Answer answer = trouble(target).orElseGet(() -> answer(exchange, contract, inbox, path, body));
            inbox.remember(new ReceivedRequest(
                    now(),
                    exchange.getRequestMethod(),
                    path,
                    headers(exchange),
                    body,
                    answer.status(),
                    answer.faults()));
            send(exchange, answer);
        }
    }

    private Answer answer(
            HttpExchange exchange, ReceiverContract contract, Inbox inbox, String path, @Nullable JsonNode body) {
        Optional<ReceiverContract.Call> found = contract.call(exchange.getRequestMethod(), path);
        if (found.isEmpty()) {
            ContractFault fault = new ContractFault("method", exchange.getRequestMethod() + " " + path);
            return problem(400, "契约中没有这个操作", "The contract has no such call.", List.of(fault));
        }
        if (exchange.getRequestMethod().equals("GET")) {
            return status(inbox, path);
        }
        List<ContractFault> faults = faults(exchange, found.get(), body);
        if (body == null || !faults.isEmpty()) {
            return problem(400, "报文不符合契约", "The request does not keep the contract.", faults);
        }
        boolean recall = path.endsWith("/recall");
        Inbox.Taken taken = inbox.take(body, !path.equals("/answers"), recall, now());
        return new Answer(taken.fresh() ? 202 : 409, Map.of("receivedAs", taken.receivedAs()), List.of());
    }

    private static List<ContractFault> faults(
            HttpExchange exchange, ReceiverContract.Call call, @Nullable JsonNode body) {
        List<ContractFault> faults = new ArrayList<>(call.faultsOfHeaders(exchange.getRequestHeaders()::getFirst));
        if (body == null) {
            faults.add(new ContractFault("", "is not JSON"));
            return faults;
        }
        faults.addAll(call.faultsOfBody(body));
        String inHeader = exchange.getRequestHeaders().getFirst("Huiliu-Delivery-Id");
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
        return Optional.ofNullable(troubles.get(target))
                .map(Queue::poll)
                .map(state -> problem(state, "沙箱按要求出错", "The sandbox was told to answer so.", List.of()));
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

    private @Nullable JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY);
        if (bytes.length == 0) {
            return null;
        }
        try {
            return json.readTree(bytes);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Map<String, String> headers(HttpExchange exchange) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS_OF_INTEREST) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        return headers;
    }

    private void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] bytes = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(answer.body());
        boolean problem = answer.status() >= 400 && answer.status() != 409;
        exchange.getResponseHeaders().set("Content-Type", problem ? "application/problem+json" : "application/json");
        if (answer.status() == 503 || answer.status() == 429) {
            exchange.getResponseHeaders().set("Retry-After", "1");
        }
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private String now() {
        return OffsetDateTime.now(clock).truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "sandbox");
        thread.setDaemon(true);
        return thread;
    }
}
