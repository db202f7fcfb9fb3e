package io.conpool.transport;

import java.util.List;
import java.util.Set;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

import io.conpool.error.InvalidSettingException;
import org.jspecify.annotations.Nullable;

/**
 * Trust and identity for TLS. The host's name is checked by an X509ExtendedTrustManager
 * itself, and for a plain X509TrustManager by the client, as the JDK does. Immutable.
 *
 * @param keyManagers the client's own certificate, or null for none; default null
 * @param trustManagers whose first X509TrustManager decides which servers are trusted, or
 * null for the JDK's default; default null
 * @param protocols the TLS versions, {@code TLSv1.3} and {@code TLSv1.2} or one of them
 * (RFC 9113 section 9.2 asks for 1.2 or higher); default both
 * @param ciphers the cipher suites by their Java names; empty for those that suit HTTP/2:
 * Mozilla's "modern" and "intermediate" ones without any that RFC 9113 appendix A
 * prohibits; default empty
 */
public record TlsConfig(@Nullable KeyManagerFactory keyManagers, @Nullable TrustManagerFactory trustManagers,
		List<String> protocols, List<String> ciphers) {

	private static final List<String> ALLOWED = List.of("TLSv1.3", "TLSv1.2");

	public TlsConfig {
		protocols = List.copyOf(protocols);
		ciphers = List.copyOf(ciphers);
		if (protocols.isEmpty() || !Set.copyOf(ALLOWED).containsAll(protocols)) {
			throw new InvalidSettingException("ssl.protocols", protocols, "TLSv1.3, TLSv1.2 or both");
		}
	}

	/**
	 * The defaults.
	 * @return a configuration
	 */
	public static TlsConfig defaults() {
		return new TlsConfig(null, null, ALLOWED, List.of());
	}

}
