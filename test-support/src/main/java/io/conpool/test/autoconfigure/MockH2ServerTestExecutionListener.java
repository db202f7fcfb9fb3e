package io.conpool.test.autoconfigure;

import io.conpool.test.MockH2Server;

import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Has the mock server forget what a test method has said and asked. Stateless.
 */
final class MockH2ServerTestExecutionListener extends AbstractTestExecutionListener {

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (testContext.hasApplicationContext()) {
			ApplicationContext context = testContext.getApplicationContext();
			for (String name : context.getBeanNamesForType(MockH2Server.class, false, false)) {
				context.getBean(name, MockH2Server.class).forget();
			}
		}
	}

}
