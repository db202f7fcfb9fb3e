package io.conpool.interop;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.error.H2ClientException;
import io.conpool.error.H2Error;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Servers that this client must not talk to, and what it says about them. The client's
 * TLS is BoringSSL's where the tests run with a netty-tcnative for this system, else the
 * JDK's; what is asserted holds for both.
 */
@Tag("interop")
class RefusedServerTests {

	@RegisterExtension
	final Servers servers = new Servers();

	@Test
	void aCertificateForTheAddressIsEnoughWhereTheUriHasTheAddress() {
		Nginx nginx = Nginx.http2(TestCertificate.ofThisHost());
		ServerProcess server = this.servers.start(nginx);
		String uri = server.uri("/content.txt").replace("localhost", "127.0.0.1");
		assertThat(this.servers.client(nginx).get(uri).status()).isEqualTo(200);
	}

	@Test
	void aCertificateForAnotherHostIsRefused() {
		Nginx nginx = Nginx.http2(TestCertificate.ofAnotherHost());
		H2Error error = errorOf(nginx, Servers.builder(nginx));
		assertThat(error).isInstanceOf(H2Error.TlsHandshakeFailed.class);
		assertThat(error.isUnprocessed()).isTrue();
		assertThat(error.isRetryable()).isFalse();
		assertThat(reasonsOf(error)).contains("No subject alternative DNS name matching localhost");
	}

	@Test
	void aCertificateFromAnUnknownIssuerIsRefused() {
		Nginx nginx = Nginx.http2(TestCertificate.ofThisHost());
		H2Error error = errorOf(nginx, H2Client.builder());
		assertThat(error).isInstanceOf(H2Error.TlsHandshakeFailed.class);
		assertThat(error.isRetryable()).isFalse();
	}

	@Test
	void aTlsServerWithoutHttp2IsRefusedAndAlpnNamed() {
		Nginx nginx = Nginx.http1(TestCertificate.ofThisHost());
		H2Error error = errorOf(nginx, Servers.builder(nginx));
		assertThat(error).isInstanceOf(H2Error.TlsHandshakeFailed.class);
		assertThat(error.isUnprocessed()).isTrue();
		assertThat(error.isRetryable()).isFalse();
		assertThat(error.message()).contains("ALPN");
	}

	@Test
	void aCleartextServerWithoutHttp2IsRefusedAndHttp1Named() {
		Nginx nginx = Nginx.http1(null);
		H2Error error = errorOf(nginx, Servers.builder(nginx));
		assertThat(error).isInstanceOf(H2Error.ProtocolError.class);
		assertThat(error.isUnprocessed()).isTrue();
		assertThat(error.message()).contains("the server answers in HTTP/1");
	}

	private H2Error errorOf(Nginx nginx, H2ClientBuilder builder) {
		ServerProcess server = this.servers.start(nginx);
		H2Client client = this.servers.client(builder);
		H2ClientException thrown = catchThrowableOfType(H2ClientException.class,
				() -> client.get(server.uri("/content.txt")));
		return thrown.error();
	}

	private static String reasonsOf(H2Error error) {
		StringBuilder reasons = new StringBuilder();
		for (Throwable cause = error.cause(); cause != null; cause = cause.getCause()) {
			reasons.append(cause.getMessage()).append('\n');
		}
		return reasons.toString();
	}

}
