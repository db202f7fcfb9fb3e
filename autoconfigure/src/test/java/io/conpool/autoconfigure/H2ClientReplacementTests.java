package io.conpool.autoconfigure;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.conpool.H2Client;
import io.conpool.H2ClientBuilder;
import io.conpool.HttpProtocolHandler;
import io.conpool.autoconfigure.testsupport.ScriptedHandler;
import io.conpool.http.HttpConnection;
import io.conpool.pool.Conpool;
import io.conpool.pool.PoolConfig;
import io.conpool.pool.PoolListener;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every part of the client can be replaced by a bean of the application's.
 */
class H2ClientReplacementTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(H2ClientAutoConfiguration.class));

	@Test
	void theUsersBuilderWins() {
		H2ClientBuilder builder = H2Client.builder().pool(PoolConfig.builder().maxConnections(7).build());
		this.contextRunner.withBean("mine", H2ClientBuilder.class, () -> builder).run((context) -> {
			assertThat(context).getBean(H2ClientBuilder.class).isSameAs(builder);
			assertThat(context.getBean(Conpool.class).config().maxConnections()).isEqualTo(7);
		});
	}

	@Test
	void theUsersHandlerWins() {
		HttpProtocolHandler handler = H2Client.builder().protocolHandler();
		this.contextRunner.withBean("mine", HttpProtocolHandler.class, () -> handler)
			.run((context) -> assertThat(context).getBean(HttpProtocolHandler.class).isSameAs(handler));
	}

	@Test
	void theUsersPoolWins() {
		this.contextRunner.withUserConfiguration(PoolConfiguration.class).run((context) -> {
			assertThat(context).getBeanNames(Conpool.class).containsExactly("mine");
			assertThat(context).hasSingleBean(H2Client.class);
		});
	}

	@Test
	void aPoolOfSomethingElseIsNoReplacement() {
		this.contextRunner.withUserConfiguration(OtherPoolConfiguration.class)
			.run((context) -> assertThat(context).getBeanNames(Conpool.class)
				.containsExactlyInAnyOrder("other", "h2Conpool"));
	}

	@Test
	void theUsersClientWins() {
		H2Client client = H2Client.builder().build();
		this.contextRunner.withBean("mine", H2Client.class, () -> client)
			.run((context) -> assertThat(context).getBean(H2Client.class).isSameAs(client));
	}

	@Configuration(proxyBeanMethods = false)
	static class PoolConfiguration {

		@Bean
		Conpool<HttpConnection> mine(HttpProtocolHandler handler) {
			return new Conpool<>(handler, PoolConfig.defaults(), handler.scheduler(), PoolListener.all(List.of()));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherPoolConfiguration {

		@Bean
		Conpool<String> other(HttpProtocolHandler handler) {
			return new Conpool<>(new ScriptedHandler<>((endpoint) -> new CompletableFuture<>()), PoolConfig.defaults(),
					handler.scheduler(), PoolListener.all(List.of()));
		}

	}

}
