package io.conpool.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

import io.conpool.ClientResources;
import io.conpool.H2Client;
import io.conpool.HttpProtocolHandler;
import io.conpool.pool.Conpool;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.DestructionAwareBeanPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

class H2ClientLifecycleTests {

	@Test
	void clientPoolHandlerAndThreadsCloseInThisOrderAfterTheWebServerHasStopped() {
		Closing closing = new Closing();
		ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
			.initializers((starting) -> starting.getBeanFactory().addBeanPostProcessor(closing))
			.properties("server.port=0", "management.endpoints.web.exposure.include=")
			.run();
		closing.port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
		assertThat(closing.isServerListening()).isTrue();
		context.close();
		assertThat(closing.order).containsExactly("client, server listening: false", "pool, server listening: false",
				"handler, server listening: false", "threads, server listening: false");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/** Notes what is about to be closed, and whether the web server still listens. */
	private static final class Closing implements DestructionAwareBeanPostProcessor {

		private final List<String> order = new ArrayList<>();

		private int port;

		@Override
		public void postProcessBeforeDestruction(Object bean, String beanName) {
			if (bean instanceof H2Client) {
				closing("client");
			}
			else if (bean instanceof Conpool) {
				closing("pool");
			}
			else if (bean instanceof HttpProtocolHandler) {
				closing("handler");
			}
			else if (bean instanceof ClientResources) {
				closing("threads");
			}
		}

		private void closing(String part) {
			this.order.add(part + ", server listening: " + isServerListening());
		}

		private boolean isServerListening() {
			try (Socket socket = new Socket("localhost", this.port)) {
				return socket.isConnected();
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

}
