package io.conpool.http;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for beside its message. Immutable.
 */
record RequestOptions(@Nullable Duration timeout, @Nullable Duration responseTimeout, @Nullable Duration idleTimeout,
		boolean decompress, @Nullable Duration expectContinue, @Nullable Supplier<HttpHeaders> trailers,
		@Nullable InformationalListener onInformational, @Nullable String uriTemplate) {
}
