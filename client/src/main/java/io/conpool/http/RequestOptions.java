package io.conpool.http;

import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * What a request asks for beside its message. Immutable.
 */
record RequestOptions(@Nullable Duration timeout, @Nullable Duration responseTimeout, @Nullable Duration idleTimeout,
		boolean decompress, int redirects, @Nullable Duration expectContinue, @Nullable Supplier<HttpHeaders> trailers,
		@Nullable InformationalListener onInformational, @Nullable String uriTemplate) {

	/** What is left of them without content. */
	RequestOptions withoutContent() {
		return new RequestOptions(this.timeout, this.responseTimeout, this.idleTimeout, this.decompress, this.redirects,
				null, null, this.onInformational, this.uriTemplate);
	}

}
