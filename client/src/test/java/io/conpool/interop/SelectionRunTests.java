package io.conpool.interop;

import java.util.Map;

import io.conpool.H2Client;
import io.conpool.http.H2Request;
import io.conpool.interop.Load.Result;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolStats;
import io.conpool.pool.Selection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The selections against a real server: a burst that opens several connections, and then
 * a load that one of them could bear. Prints what ADR 0014 argues with; run by
 * {@code ./mvnw test -pl client -Dtest=SelectionRunTests -Dconpool.measure=true}.
 */
@Tag("interop")
@EnabledIfSystemProperty(named = "conpool.measure", matches = "true")
class SelectionRunTests {

	private static final Logger logger = LoggerFactory.getLogger(SelectionRunTests.class);

	private static final int ROUNDS = 5;

	@RegisterExtension
	final Servers servers = new Servers();

	@ParameterizedTest
	@EnumSource
	void aBurstAndThenWhatOneConnectionCouldBear(Selection selection) throws Exception {
		Nghttpd nghttpd = Nghttpd.tls(100);
		ServerProcess server = this.servers.start(nghttpd);
		H2Client client = this.servers
			.client(Servers.builder(nghttpd).pool(PoolConfig.builder().selection(selection).build()));
		H2Request request = H2Request.get(server.uri("/content.txt")).build();
		for (int i = 0; i < ROUNDS; i++) {
			Result burst = run(client, request, 500);
			Result steady = run(client, request, 50);
			PoolStats stats = client.stats().get(request.endpoint());
			logger.info("{}: 20000 GETs, 500 at once in {} ms, 50 at once in {} ms, {} connections", selection,
					burst.took().toMillis(), steady.took().toMillis(), stats.serving());
		}
	}

	private static Result run(H2Client client, H2Request request, int atOnce) throws Exception {
		Result result = new Load(client, request, ServerProcess.CONTENT).run(20_000, atOnce);
		assertThat(result.errors()).isEmpty();
		assertThat(result.answers()).isEqualTo(Map.of(200, 20_000));
		return result;
	}

}
