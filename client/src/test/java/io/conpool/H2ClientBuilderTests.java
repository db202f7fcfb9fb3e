package io.conpool;

import java.lang.reflect.Field;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.call.CallConfig;
import io.conpool.call.CallListener;
import io.conpool.connection.http2.H2ConnectionListener;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Builders that begin with what another one has.
 */
class H2ClientBuilderTests {

	/** By reflection, so that a setting which copy() forgets is found. */
	private static List<Object> settings(H2ClientBuilder builder) throws IllegalAccessException {
		List<Object> values = new ArrayList<>();
		for (Field field : H2ClientBuilder.class.getDeclaredFields()) {
			field.setAccessible(true);
			values.add(field.get(builder));
		}
		return values;
	}

	private static H2ClientBuilder everythingSet(ClientResources resources) {
		return H2Client.builder()
			.call(CallConfig.builder().maxReplays(1).build())
			.pool(PoolConfig.builder().maxConnections(3).build())
			.protocol(HttpProtocol.AUTO)
			.resources(resources)
			.resolver((host) -> new CompletableFuture<>())
			.addressFilter((address) -> false)
			.callbackExecutor(Runnable::run)
			.routing((request, failed) -> new CompletableFuture<>())
			.baseUri(URI.create("https://example.org/"))
			.defaultHeader("accept", "text/plain")
			.poolListener(new PoolListener() {
			})
			.connectionListener(new H2ConnectionListener() {
			})
			.callListener(new CallListener() {
			});
	}

	@Test
	void aCopyHasEverySetting() throws Exception {
		try (ClientResources resources = ClientResources.builder().start()) {
			H2ClientBuilder original = everythingSet(resources);
			assertThat(settings(original)).doesNotContainNull().doesNotContain(List.of());
			assertThat(settings(original.copy())).isEqualTo(settings(original));
		}
	}

	@Test
	void whatIsChangedInACopyIsNotInItsOriginal() throws Exception {
		H2ClientBuilder original = H2Client.builder().defaultHeader("accept", "text/plain");
		List<Object> before = settings(original.copy());
		original.copy()
			.pool(PoolConfig.builder().maxConnections(3).build())
			.defaultHeader("user-agent", "copy")
			.poolListener(new PoolListener() {
			});
		assertThat(settings(original)).isEqualTo(before);
	}

}
