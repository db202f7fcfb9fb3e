package io.conpool.interop;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.http.H2Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Response headers of 32 KiB, which Tomcat sends in frames larger than 16 KiB.
 */
@Tag("interop")
class LongHeadersTests {

	@RegisterExtension
	final Servers servers = new Servers();

	@Test
	void headersOf32KibArriveFromTomcat() throws Exception {
		TomcatServer tomcat = this.servers.closing(new TomcatServer());
		try (H2Client client = H2Client.builder().build()) {
			H2Response response = client.send(H2Request.get(tomcat.uri(TomcatServer.LONG_HEADER)).build());
			assertThat(response.headers().first("long").orElseThrow()).hasSize(TomcatServer.HEADER_LENGTH);
			assertThat(response.bodyAsString()).isEqualTo(ServerProcess.CONTENT);
		}
	}

}
