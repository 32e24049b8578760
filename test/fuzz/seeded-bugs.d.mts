interface Change { find: string; put: string }

export const bugs: readonly (Change & { name: string; file: string; also?: Change; modes: string; focus?: string })[];
