package org.huiliu.delivery.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.huiliu.delivery.Pem;
import org.huiliu.delivery.SecretDesk;
import org.huiliu.delivery.SecretKind;
import org.huiliu.delivery.signing.Scheme;
import org.huiliu.platform.problem.Fault;
import org.huiliu.platform.problem.Problem;
import org.huiliu.platform.problem.ProblemType;
import org.huiliu.platform.problem.Refused;
import org.huiliu.platform.problem.RequestBody;
import org.huiliu.platform.security.Callers;
import org.huiliu.platform.security.Role;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** By what the hub gets in at a target: put and taken away, never read. */
@Path("/v1/targets/{code}/secrets")
@Tag(name = "register")
@Produces(MediaType.APPLICATION_JSON)
@RolesAllowed(Role.ADMIN)
class SecretsResource {
    private static final int LONGEST_OVERLAP = 168;
    private static final String KINDS =
            "BEARER, API_KEY, OAUTH2, CLIENT_CERTIFICATE, CA, STANDARD_HMAC, STANDARD_ED25519, SORTED_DIGEST, HMAC_SM3, SM2";
    private static final String WRITE_ONLY = "只写不读 / it is never read again";

    private final SecretDesk desk;
    private final SecurityIdentity identity;

    SecretsResource(SecretDesk desk, SecurityIdentity identity) {
        this.desk = desk;
        this.identity = identity;
    }

    /** A secret as an operator puts it. */
    @RegisterForReflection
    @Schema(name = "SecretEdit", additionalProperties = Schema.False.class)
    record SecretEdit(
            @Schema(
                    description =
                            "密钥原文。STANDARD_ED25519 与 SM2 可不填，由汇流生成，只给出公钥 / the secret; left out for STANDARD_ED25519 and "
                                    + "SM2, the hub makes one and shows the public key alone",
                    writeOnly = true)
            @Nullable
            String value,

            @Schema(
                    description =
                            "旧密钥继续有效的小时数，期间两个签名同时发送；仅用于签名 / how long the one before it signs as well, for signatures only",
                    defaultValue = "0",
                    minimum = "0",
                    maximum = "" + LONGEST_OVERLAP)
            @Nullable
            Integer overlapHours) {

        List<Fault> faults(SecretKind kind) {
            List<Fault> faults = new ArrayList<>();
            boolean made = kind.scheme().filter(Scheme::asymmetric).isPresent();
            if (value == null && !made) {
                faults.add(Fault.missing("/value"));
            } else if (value != null) {
                wrong(kind, value)
                        .ifPresent(words -> faults.add(Fault.at("/value", "secret", "Wanted: " + words + ".")));
            }
            if (overlapHours != null && (overlapHours < 0 || overlapHours > LONGEST_OVERLAP)) {
                faults.add(Fault.at("/overlapHours", "range", "From 0 to " + LONGEST_OVERLAP + "."));
            } else if (overlapHours != null && overlapHours > 0 && kind.scheme().isEmpty()) {
                faults.add(Fault.at("/overlapHours", "kind", "For secrets that sign: of the others only one is sent."));
            }
            return faults;
        }

        private static Optional<String> wrong(SecretKind kind, String value) {
            try {
                SecretKind.Shown unused = kind.inspect(value);
                return Optional.empty();
            } catch (IllegalArgumentException words) {
                return Optional.of(String.valueOf(words.getMessage()));
            }
        }

        @Override
        public String toString() {
            return "SecretEdit[…]";
        }
    }

    /** A secret as operators see it. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Secret", description = "密钥的登记信息，不含密钥本身 / a secret without its value")
    record SecretView(
            SecretKind kind,
            UUID id,
            OffsetDateTime createdAt,
            String createdBy,

            @Schema(description = "被替换的旧密钥的失效时间 / until when one that was replaced is valid; absent: it is in use")
            @Nullable
            OffsetDateTime expiresAt,

            @Schema(description = "接收方验签用的公钥 / what receivers verify with, where there is one") @Nullable
            String publicKey,

            @Schema(description = "证书主体与有效期 / whose certificate it is and until when it is valid")
            Pem.@Nullable Face certificate) {

        static SecretView of(SecretDesk.Known known) {
            return new SecretView(
                    known.kind(),
                    known.id(),
                    known.createdAt(),
                    known.createdBy(),
                    known.expiresAt(),
                    known.shown().publicKey(),
                    known.shown().certificate());
        }
    }

    /** All of a target. */
    @RegisterForReflection
    @Schema(name = "SecretList")
    record SecretList(
            @JsonInclude(JsonInclude.Include.ALWAYS) List<SecretView> items) {}

    @GET
    @Operation(
            operationId = "listTargetSecrets",
            summary = "By what the hub gets in at a target, without the values",
            description = "登记了哪些密钥、何时失效、证书何时到期；" + WRITE_ONLY)
    public Uni<RestResponse<SecretList>> list(@RestPath String code) {
        return desk.list(code).map(found -> found.map(secrets -> RestResponse.ok(
                        new SecretList(secrets.stream().map(SecretView::of).toList())))
                .orElseGet(SecretsResource::noTarget));
    }

    @PUT
    @Path("/{kind}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "putTargetSecret",
            summary = "Puts a secret in the place of the one before it",
            description = "写入或轮换密钥；" + WRITE_ONLY)
    @APIResponse(responseCode = "409", description = "too many are valid side by side")
    public Uni<RestResponse<SecretView>> put(
            @RestPath String code,
            @RestPath @Parameter(description = KINDS, example = "STANDARD_HMAC") String kind,
            @Nullable SecretEdit body) {
        SecretKind which = kind(kind);
        SecretEdit edit = RequestBody.present(body);
        List<Fault> faults = edit.faults(which);
        if (!faults.isEmpty()) {
            return Uni.createFrom()
                    .item(Problem.of(ProblemType.BREAKS_CONTRACT, "The secret is not as it must be.")
                            .with(faults)
                            .response());
        }
        String value = edit.value == null ? which.scheme().orElseThrow().fresh() : edit.value;
        Duration overlap = Duration.ofHours(edit.overlapHours == null ? 0 : edit.overlapHours);
        return desk.put(code, which, value, overlap, Callers.of(identity).actor())
                .map(done ->
                        done.map(known -> RestResponse.ok(SecretView.of(known))).orElseGet(SecretsResource::noTarget));
    }

    @DELETE
    @Path("/{kind}")
    @Operation(
            operationId = "deleteTargetSecret",
            summary = "Takes away all secrets of a kind at once, overlapping ones too",
            description = "立即停用；之后需要它的请求不再发出 / what needs it is not sent any more")
    @APIResponse(responseCode = "204", description = "gone")
    public Uni<RestResponse<Void>> delete(
            @RestPath String code, @RestPath @Parameter(description = KINDS, example = "BEARER") String kind) {
        return desk.delete(code, kind(kind), Callers.of(identity).actor())
                .map(gone -> gone ? RestResponse.noContent() : noTarget());
    }

    private static <T> RestResponse<T> noTarget() {
        return Problem.of(ProblemType.NOT_FOUND, "There is no such target, or it has no such secret.")
                .response();
    }

    private static SecretKind kind(String text) {
        return Arrays.stream(SecretKind.values())
                .filter(one -> one.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new Refused(Problem.of(ProblemType.NOT_FOUND, "There is no such kind of secret.")
                        .allowing(Arrays.stream(SecretKind.values())
                                .map(SecretKind::name)
                                .toList())));
    }
}
