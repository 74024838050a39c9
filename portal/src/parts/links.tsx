import {
  ActionIcon,
  Anchor,
  Button,
  Card,
  Menu,
  NavLink,
  type ActionIconProps,
  type AnchorProps,
  type ButtonProps,
  type CardProps,
  type MenuItemProps,
  type NavLinkProps,
} from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { ComponentPropsWithRef } from 'react'

type Rest<Own> = Omit<ComponentPropsWithRef<'a'>, keyof Own>

/** The library's controls as links of the router, so that addresses and searches are checked by type. */
export const LinkButton = createLink((props: ButtonProps & Rest<ButtonProps>) => (
  <Button component="a" {...props} />
))
export const LinkAnchor = createLink((props: AnchorProps & Rest<AnchorProps>) => (
  <Anchor {...props} />
))
export const LinkIcon = createLink((props: ActionIconProps & Rest<ActionIconProps>) => (
  <ActionIcon component="a" {...props} />
))
export const LinkCard = createLink((props: CardProps & Rest<CardProps>) => (
  <Card component="a" {...props} />
))
export const LinkNav = createLink((props: NavLinkProps & Rest<NavLinkProps>) => (
  <NavLink component="a" {...props} />
))
export const LinkMenuItem = createLink((props: MenuItemProps & Rest<MenuItemProps>) => (
  <Menu.Item component="a" {...props} />
))
