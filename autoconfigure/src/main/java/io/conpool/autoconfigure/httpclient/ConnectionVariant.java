package io.conpool.autoconfigure.httpclient;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.ssl.SslBundle;

/**
 * The settings of Spring's clients that are about connections: what was connected with
 * one of them must never serve with another, so each variant has a pool of its own. Two
 * are equal if they have the same bundle, the same filter and equal timeouts. Immutable.
 *
 * @param sslBundle whom TLS connections trust, and what they show, or null for what the
 * client has
 * @param addressFilter which addresses may be connected to, or null for all
 * @param connectTimeout the longest time for DNS and TCP, or null for what the client has
 */
public record ConnectionVariant(@Nullable SslBundle sslBundle, @Nullable InetAddressFilter addressFilter,
		@Nullable Duration connectTimeout) {

	/**
	 * The variant that the settings ask for.
	 * @param settings the settings of one of Spring's clients
	 * @return the variant
	 */
	public static ConnectionVariant of(HttpClientSettings settings) {
		return new ConnectionVariant(settings.sslBundle(), settings.inetAddressFilter(), settings.connectTimeout());
	}

}
