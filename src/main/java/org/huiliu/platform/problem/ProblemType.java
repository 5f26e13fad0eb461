package org.huiliu.platform.problem;

/** The stable kinds of refusal; {@code type} in the answer is {@code urn:huiliu:problem:<slug>}. */
public enum ProblemType {
    NOT_PARSEABLE("not-parseable", 400, "报文无法解析"),
    BAD_REQUEST("bad-request", 400, "请求有误"),
    UNAUTHENTICATED("unauthenticated", 401, "未认证"),
    FORBIDDEN("forbidden", 403, "无权操作"),
    FEED_OFF("feed-off", 403, "该线路已停用"),
    NOT_FOUND("not-found", 404, "未找到"),
    METHOD_NOT_ALLOWED("method-not-allowed", 405, "不支持的方法"),
    NOT_ACCEPTABLE("not-acceptable", 406, "无法按所需格式答复"),
    ILLEGAL_MOVE("illegal-move", 409, "当前状态不允许此操作"),
    CONFLICT("conflict", 409, "与现有数据冲突"),
    PRECONDITION_FAILED("precondition-failed", 412, "数据已被他人修改"),
    TOO_LARGE("too-large", 413, "报文过大"),
    UNSUPPORTED_TYPE("unsupported-type", 415, "不支持的报文格式"),
    BREAKS_CONTRACT("breaks-contract", 422, "报文不符合接口契约"),
    KEY_REUSED("idempotency-key-reused", 422, "幂等键已用于其他内容"),
    NOT_STORABLE("not-storable", 422, "内容无法入库"),
    PRECONDITION_REQUIRED("precondition-required", 428, "缺少 If-Match"),
    TOO_MANY("too-many-requests", 429, "请求过于频繁"),
    INTERNAL("internal", 500, "系统内部错误"),
    UNAVAILABLE("unavailable", 503, "系统暂不可用");

    private final String slug;
    private final int status;
    private final String title;

    ProblemType(String slug, int status, String title) {
        this.slug = slug;
        this.status = status;
        this.title = title;
    }

    /** The type as a URI. */
    public String uri() {
        return "urn:huiliu:problem:" + slug;
    }

    /** The HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** What a person reads first, Chinese. */
    public String title() {
        return title;
    }
}
