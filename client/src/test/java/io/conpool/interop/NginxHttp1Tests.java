package io.conpool.interop;

import io.conpool.H2Client;
import io.conpool.HttpProtocol;
import io.conpool.pool.PoolStats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * nginx that speaks HTTP/1.1, to a client that lets the server choose.
 */
@Tag("interop")
class NginxHttp1Tests {

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyGetIsAnsweredThoughEachConnectionEndsAfterAThousandRequests(boolean tls) throws Exception {
		Nginx nginx = Nginx.http1(tls ? TestCertificate.ofThisHost() : null);
		ServerProcess server = this.servers.start(nginx);
		H2Client client = client(nginx);

		EveryRequest.getIsAnswered(client, server);

		PoolStats stats = client.stats().get(server.endpoint());
		assertThat(stats.created()).isGreaterThanOrEqualTo(20);
		assertThat(stats.streamCapacity()).isLessThanOrEqualTo(10);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void everyPostIsAnswered(boolean tls) throws Exception {
		Nginx nginx = Nginx.http1(tls ? TestCertificate.ofThisHost() : null);
		ServerProcess server = this.servers.start(nginx);
		EveryRequest.postIsAnswered(client(nginx), server, "/length", Integer.toString(EveryRequest.POSTED.length()));
	}

	@Test
	void http2IsSpokenWhereNginxOffersIt() {
		Nginx nginx = Nginx.http2(TestCertificate.ofThisHost());
		ServerProcess server = this.servers.start(nginx);
		H2Client client = client(nginx);
		assertThat(client.get(server.uri("/content.txt")).bodyAsString()).isEqualTo(ServerProcess.CONTENT);
		assertThat(client.stats().get(server.endpoint()).streamCapacity()).isGreaterThan(1);
	}

	private H2Client client(Nginx nginx) {
		return this.servers.client(Servers.builder(nginx).protocol(HttpProtocol.AUTO));
	}

}
