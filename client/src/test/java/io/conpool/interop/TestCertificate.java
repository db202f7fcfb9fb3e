package io.conpool.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.conpool.transport.TlsConfig;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/**
 * The certificate of a test server, and a client's trust in who issued it. Immutable.
 */
final class TestCertificate {

	private final X509Bundle issuer;

	private final X509Bundle server;

	private TestCertificate(X509Bundle issuer, X509Bundle server) {
		this.issuer = issuer;
		this.server = server;
	}

	/** For the names by which tests call their servers. */
	static TestCertificate ofThisHost() {
		return issue(new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.addSanIpAddress("127.0.0.1"));
	}

	/** For a name by which no test calls its server. */
	static TestCertificate ofAnotherHost() {
		return issue(new CertificateBuilder().subject("CN=another.example").addSanDnsName("another.example"));
	}

	private static TestCertificate issue(CertificateBuilder server) {
		try {
			X509Bundle issuer = new CertificateBuilder().subject("CN=Conpool test issuer")
				.setIsCertificateAuthority(true)
				.buildSelfSigned();
			return new TestCertificate(issuer, server.addExtendedKeyUsageServerAuth().buildIssuedBy(issuer));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Trusts the issuer and nobody else; the host's name is checked as always. */
	TlsConfig trusted() {
		TlsConfig defaults = TlsConfig.defaults();
		return new TlsConfig(null, this.issuer.toTrustManagerFactory(), defaults.protocols(), List.of());
	}

	Path writeCertificate(Path directory) throws IOException {
		return Files.writeString(directory.resolve("certificate.pem"), this.server.getCertificatePathPEM());
	}

	Path writeKey(Path directory) throws IOException {
		return Files.writeString(directory.resolve("key.pem"), this.server.getPrivateKeyPEM());
	}

}
