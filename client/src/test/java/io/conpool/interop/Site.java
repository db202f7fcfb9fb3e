package io.conpool.interop;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import org.jspecify.annotations.Nullable;

/**
 * A server that runs and offers the paths of {@link Paths}. Immutable.
 *
 * @param base the scheme and the authority
 * @param certificate the server's, or null if it serves in cleartext
 */
record Site(String base, @Nullable TestCertificate certificate) {

	String uri(String path) {
		return this.base + path;
	}

	/** A builder of a client with its default settings that trusts this server. */
	H2ClientBuilder builder() {
		return (this.certificate != null) ? H2Client.builder().tls(this.certificate.trusted()) : H2Client.builder();
	}

}
