package org.huiliu.model;

import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Something the caller added after the first record (补充接警内容). */
public record Supplement(@Nullable OffsetDateTime at, String text) {}
