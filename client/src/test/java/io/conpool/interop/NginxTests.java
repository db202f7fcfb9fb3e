package io.conpool.interop;

import io.conpool.H2Client;
import io.conpool.pool.CloseReason;
import io.conpool.pool.PoolStats;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * nginx over TLS. The client's TLS is BoringSSL's where the tests run with a
 * netty-tcnative for this system, else the JDK's.
 */
@Tag("interop")
class NginxTests {

	private static final int NEVER = 1_000_000;

	@RegisterExtension
	final Servers servers = new Servers();

	@Test
	void everyGetIsAnsweredAlthoughEachConnectionEndsAfterAThousandRequests() throws Exception {
		Nginx nginx = Nginx.http2(Nginx.DEFAULT_KEEPALIVE_REQUESTS);
		ServerProcess server = this.servers.start(nginx);
		H2Client client = this.servers.client(nginx);

		EveryRequest.getIsAnswered(client, server);

		PoolStats stats = client.stats().get(server.endpoint());
		assertThat(stats.created()).isGreaterThanOrEqualTo(20);
		// Only GOAWAY ended them: nobody's request paid for it.
		assertThat(stats.closed().get(CloseReason.UNHEALTHY)).isGreaterThan(0);
	}

	@Test
	void everyPostIsAnsweredAlthoughEachConnectionEndsAfterFourHundredRequests() throws Exception {
		Nginx nginx = Nginx.http2(400);
		ServerProcess server = this.servers.start(nginx);
		H2Client client = this.servers.client(nginx);

		EveryRequest.postIsAnswered(client, server, "/length", Integer.toString(EveryRequest.POSTED.length()));

		assertThat(client.stats().get(server.endpoint()).created()).isGreaterThanOrEqualTo(5);
	}

	@Test
	void everyGetIsAnsweredOverConnectionsThatLast() throws Exception {
		Nginx nginx = Nginx.http2(NEVER);
		ServerProcess server = this.servers.start(nginx);
		H2Client client = this.servers.client(nginx);

		EveryRequest.getIsAnswered(client, server);

		PoolStats stats = client.stats().get(server.endpoint());
		assertThat(stats.created()).isLessThanOrEqualTo(10);
		assertThat(stats.closed().values()).containsOnly(0L);
	}

	@Test
	void everyPostIsAnsweredOverConnectionsThatLast() throws Exception {
		Nginx nginx = Nginx.http2(NEVER);
		ServerProcess server = this.servers.start(nginx);
		EveryRequest.postIsAnswered(this.servers.client(nginx), server, "/length",
				Integer.toString(EveryRequest.POSTED.length()));
	}

}
