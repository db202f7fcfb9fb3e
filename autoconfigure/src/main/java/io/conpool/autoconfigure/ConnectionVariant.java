package io.conpool.autoconfigure;

import java.time.Duration;

import io.conpool.endpoint.AddressFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;

/**
 * What makes connections unfit for others that lead to the same endpoint: whatever was
 * connected with one variant never serves another. Two variants are equal if they have
 * the same bundle, equal filters and equal timeouts, so that a filter should have an
 * {@code equals} where two of them may mean the same. Immutable.
 *
 * @param sslBundle whom TLS connections trust, and what they show, or null for what the
 * client has
 * @param addressFilter to which addresses connections may be made, or null for all
 * @param connectTimeout longest time for DNS and TCP together, more than 0, or null for
 * what the client has
 */
public record ConnectionVariant(@Nullable SslBundle sslBundle, @Nullable AddressFilter addressFilter,
		@Nullable Duration connectTimeout) {

	/** The client's own connections. */
	public static final ConnectionVariant NONE = new ConnectionVariant(null, null, null);

}
