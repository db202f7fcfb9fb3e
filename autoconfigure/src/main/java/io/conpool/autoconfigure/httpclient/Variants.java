package io.conpool.autoconfigure.httpclient;

import java.net.InetAddress;

import io.conpool.autoconfigure.ConnectionVariant;
import io.conpool.endpoint.AddressFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.InetAddressFilter;

/**
 * The settings of Spring's clients that are about connections, so that what was connected
 * with one of them never serves with another. Stateless.
 */
public final class Variants {

	private Variants() {
	}

	/**
	 * The variant that the settings ask for: SSL bundle, address filter, connect timeout.
	 * @param settings the settings of one of Spring's clients
	 * @return equal variants for settings that agree in these three
	 */
	public static ConnectionVariant of(HttpClientSettings settings) {
		return new ConnectionVariant(settings.sslBundle(), filter(settings.inetAddressFilter()),
				settings.connectTimeout());
	}

	private static @Nullable AddressFilter filter(@Nullable InetAddressFilter filter) {
		return (filter != null) ? new SpringFilter(filter) : null;
	}

	/** Two are equal if Spring's are. */
	private record SpringFilter(InetAddressFilter filter) implements AddressFilter {
		@Override
		public boolean permits(InetAddress address) {
			return this.filter.matches(address);
		}
	}

}
